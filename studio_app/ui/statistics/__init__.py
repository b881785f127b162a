"""统计: the figures of a period, each of which opens its disputes."""
