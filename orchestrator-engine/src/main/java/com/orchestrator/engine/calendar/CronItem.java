package com.orchestrator.engine.calendar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One item of a field's list that says numbers: {@code 5}, {@code 1-5}, {@code *}, {@code *&#47;15}, {@code 22-2/2}. */
final class CronItem {

    private static final Pattern SHAPE =
            Pattern.compile("(?:(?<any>\\*)|(?<from>\\w+)(?:-(?<to>\\w+))?)(?:/(?<step>\\w+))?");

    private final CronField field;
    private final String text;
    private final int position;

    CronItem(CronField field, String text, int position) {
        this.field = field;
        this.text = text;
        this.position = position;
    }

    /** Its values as bits. */
    long values() {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw fault("'" + text + "' is no " + field.label(), "write " + field.range());
        }
        if (parts.group("any") != null) {
            return range(field.min(), field.max(), parts.group("step"));
        }
        int from = value(parts.group("from"));
        if (parts.group("to") != null) {
            return range(from, value(parts.group("to")), parts.group("step"));
        }
        if (parts.group("step") != null) {
            throw fault(
                    "'" + text + "' has a step but no range",
                    "write " + from + "-" + field.max() + "/" + parts.group("step"));
        }
        return 1L << wrapped(from);
    }

    /** A number or a name, as written: Sunday may still be 7. */
    private int value(String written) {
        if (field.named(written).isPresent()) {
            return field.named(written).getAsInt();
        }
        int value = number(written);
        if (value < field.min() || value > field.writtenMax()) {
            throw fault(written + " is no " + field.label(), "write " + field.range());
        }
        return value;
    }

    private int number(String written) {
        if (!written.matches("\\d{1,4}")) {
            throw fault("'" + written + "' is no " + field.label(), "write " + field.range());
        }
        return Integer.parseInt(written);
    }

    /** A range may go over the end of its field: {@code 22-2} is 22, 23, 0, 1, 2. */
    private long range(int from, int to, @Nullable String step) {
        int span = Math.floorMod(to - from, to - from >= field.size() ? field.size() + 1 : field.size());
        int by = step == null ? 1 : step(step, span);
        long values = 0;
        for (int i = 0; i <= span; i += by) {
            values |= 1L << wrapped(from + i);
        }
        return values;
    }

    private int step(String written, int span) {
        int step = number(written);
        if (step < 1) {
            throw fault("A step of " + written + " goes nowhere", "write a step of 1 or more");
        }
        if (step > span) {
            throw fault(
                    "A step of " + step + " is wider than its range, so only the first " + field.label()
                            + " would be left",
                    "write that " + field.label() + " alone, or use 'every' for an interval of any length");
        }
        return step;
    }

    private int wrapped(int value) {
        return field.min() + Math.floorMod(value - field.min(), field.size());
    }

    private CalendarFault fault(String detail, String hint) {
        return new CalendarFault(detail, hint, position);
    }
}
