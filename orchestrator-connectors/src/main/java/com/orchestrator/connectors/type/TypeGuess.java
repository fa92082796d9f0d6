package com.orchestrator.connectors.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a column's type could be, after a look at every one of its values. Proposed, shown, and from the first load on frozen. Whatever
 * could be a code stays text: leading zeros, a plus, more digits than a bigint has, decimals of any kind but plain ones.
 */
public final class TypeGuess {

    /** From the narrowest; the first that takes every value is it. */
    private static final List<ColumnType> CANDIDATES = List.of(
            ColumnType.of("boolean"),
            ColumnType.of("bigint"),
            ColumnType.of("date"),
            ColumnType.of("timestamp"),
            ColumnType.of("timestamptz"),
            ColumnType.of("uuid"));

    private static final int SAFE_DIGITS = 18;

    private final CellParser[] parsers;
    private final TextForm form;
    private final Value value = new Value();
    /** Values that a candidate does not take do not come again, so every candidate is judged at each value. */
    private final boolean[] out = new boolean[CANDIDATES.size()];

    private boolean decimal = true;
    private int fraction;
    private boolean seen;

    public TypeGuess(TextForm form) {
        parsers = CANDIDATES.stream().map(type -> CellParser.of(type, form)).toArray(CellParser[]::new);
        this.form = form;
    }

    public void see(@Nullable String text) {
        if (text == null) {
            return;
        }
        seen = true;
        for (int i = 0; i < parsers.length; i++) {
            out[i] = out[i] || !fits(i, text);
        }
        decimal = decimal && fitsDecimal(text);
    }

    private boolean fits(int i, String text) {
        try {
            parsers[i].parse(text.toCharArray(), 0, text.length(), value);
            return switch (CANDIDATES.get(i).kind()) {
                case BIGINT -> isNumberForSure(text) && text.length() <= SAFE_DIGITS;
                case BOOLEAN -> text.length() > 1;
                default -> true;
            };
        } catch (BadCellException not) {
            return false;
        }
    }

    private static boolean isNumberForSure(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        return !text.startsWith("+") && (text.length() == start + 1 || text.charAt(start) != '0');
    }

    private boolean fitsDecimal(String text) {
        int point = text.indexOf(form.decimal());
        String before = point < 0 ? text : text.substring(0, point);
        String behind = point < 0 ? "" : text.substring(point + 1);
        boolean plain = before.matches("-?\\d+") && (point < 0 || behind.matches("\\d+")) && isNumberForSure(before);
        fraction = Math.max(fraction, behind.length());
        return plain && before.length() <= SAFE_DIGITS;
    }

    /** Text for a column that has no value at all. */
    public ColumnType type() {
        for (int i = 0; seen && i < out.length; i++) {
            if (!out[i]) {
                return CANDIDATES.get(i);
            }
        }
        // Room for larger amounts than the first file had: what is frozen now has to last.
        int precision = SAFE_DIGITS + fraction;
        return seen && decimal && fraction > 0 && precision <= ColumnType.MAX_PRECISION
                ? ColumnType.decimal(precision, fraction)
                : ColumnType.TEXT;
    }
}
