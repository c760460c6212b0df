"""Status pages and tables of the UN Treaty Collection, read into acts with their source."""
