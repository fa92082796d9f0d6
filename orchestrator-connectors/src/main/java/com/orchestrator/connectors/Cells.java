package com.orchestrator.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The cells of a row as text. One object for all rows, since a file can have millions: what is in it is to be taken before the next row. */
public final class Cells {

    private static final int FIRST_WIDTH = 16;
    private static final int FIRST_LENGTH = 512;
    private static final int PLAIN_SCALE = 400;

    private char[] text = new char[FIRST_LENGTH];
    private int[] ends = new int[FIRST_WIDTH];
    private boolean[] nulls = new boolean[FIRST_WIDTH];
    private int count;
    private int length;

    public Cells clear() {
        count = 0;
        length = 0;
        return this;
    }

    public Cells add(char[] from, int offset, int characters) {
        reserve(characters);
        System.arraycopy(from, offset, text, length, characters);
        length += characters;
        end(false);
        return this;
    }

    /** Null is NULL. */
    public Cells add(@Nullable String cell) {
        if (cell != null) {
            reserve(cell.length());
            cell.getChars(0, cell.length(), text, length);
            length += cell.length();
        }
        end(cell == null);
        return this;
    }

    /** What a JSON value says: numbers with every digit, objects and arrays as JSON, null as NULL. */
    public Cells addJson(JsonNode value) {
        return add(text(value));
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        if (value.isBigDecimal()) {
            BigDecimal number = value.decimalValue();
            return Math.abs((long) number.scale()) > PLAIN_SCALE ? number.toString() : number.toPlainString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private void reserve(int characters) {
        if (text.length - length < characters) {
            text = Arrays.copyOf(text, 2 * (length + characters));
        }
    }

    private void end(boolean isNull) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            nulls = Arrays.copyOf(nulls, 2 * count);
        }
        ends[count] = length;
        nulls[count] = isNull;
        count++;
    }

    public int count() {
        return count;
    }

    public boolean isNull(int cell) {
        return nulls[cell];
    }

    /** Of all cells, one behind the other. */
    public char[] text() {
        return text;
    }

    public int begin(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    public int end(int cell) {
        return ends[cell];
    }

    /** Null for NULL. */
    public @Nullable String text(int cell) {
        return nulls[cell] ? null : new String(text, begin(cell), end(cell) - begin(cell));
    }

    /** To keep. */
    public @Nullable String[] texts() {
        @Nullable String[] texts = new @Nullable String[count];
        Arrays.setAll(texts, this::text);
        return texts;
    }
}
