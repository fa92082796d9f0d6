package com.orchestrator.engine.calendar;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** One field of a cron expression: which numbers and names it takes. */
enum CronField {
    SECOND("second", 0, 59, List.of()),
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    /** Sunday is 0, and may be written as 7. */
    DAY_OF_WEEK("day of week", 0, 6, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final String label;
    private final int min;
    private final int max;
    private final List<String> names;

    CronField(String label, int min, int max, List<String> names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    String label() {
        return label;
    }

    int min() {
        return min;
    }

    int max() {
        return max;
    }

    /** How many values there are. */
    int size() {
        return max - min + 1;
    }

    /** Highest number that may be written. */
    int writtenMax() {
        return this == DAY_OF_WEEK ? 7 : max;
    }

    /** Every value, as bits. */
    long all() {
        return ((1L << size()) - 1) << min;
    }

    /** The value of a name in any case; names are three letters and nothing behind them. */
    OptionalInt named(String text) {
        int index = names.indexOf(text.toUpperCase(Locale.ROOT));
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index + min);
    }

    /** What may be written, for hints. */
    String range() {
        String numbers = min + " to " + writtenMax();
        return names.isEmpty() ? numbers : numbers + " or " + names.get(0) + " to " + names.get(names.size() - 1);
    }
}
