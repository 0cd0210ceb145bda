mod insight;
