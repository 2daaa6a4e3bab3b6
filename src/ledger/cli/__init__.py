"""The command line: parse, load, call one core function, render, exit."""
