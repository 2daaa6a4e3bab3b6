"""Forms of a round (调度表): what a unit owes → workbook; workbook filled in → records."""
