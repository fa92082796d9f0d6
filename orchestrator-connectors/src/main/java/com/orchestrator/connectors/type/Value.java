package com.orchestrator.connectors.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A value in the form in which columns keep it, without an object for each: whoever reads a row has one for each column and fills it again
 * and again.
 *
 * <p>Numbers are in {@link #low}: whole ones as they are, a double by its bits, a boolean as 0 or 1, a date in days and a time in
 * microseconds since 1970. A decimal is its digits without the point, 128 bits long, and a UUID its 128 bits. Texts are characters of
 * somebody else's array, to be taken before the next row.
 */
public final class Value {

    private static final long MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    private boolean isNull;
    private long high;
    private long low;
    private char[] text = {};
    private int begin;
    private int end;

    public boolean isNull() {
        return isNull;
    }

    public long low() {
        return low;
    }

    /** The upper 64 of 128 bits; the sign of what has 64. */
    public long high() {
        return high;
    }

    public char[] text() {
        return text;
    }

    public int begin() {
        return begin;
    }

    public int end() {
        return end;
    }

    public void setNull() {
        isNull = true;
    }

    void set(long number) {
        set(number >> 63, number);
    }

    void set(long upper, long lower) {
        isNull = false;
        high = upper;
        low = lower;
    }

    void set(char[] characters, int from, int to) {
        isNull = false;
        text = characters;
        begin = from;
        end = to;
    }

    /** What can be kept while this one goes on to the next row. */
    public void copyTo(Value other) {
        other.isNull = isNull;
        other.high = high;
        other.low = low;
        int length = end - begin;
        if (other.text.length < length) {
            other.text = new char[2 * length];
        }
        System.arraycopy(text, begin, other.text, 0, length);
        other.begin = 0;
        other.end = length;
    }

    /** By the order of the type's columns in databases; of texts, by their code points. Neither is NULL. */
    public int compareTo(Value other, ColumnType type) {
        return switch (type.kind()) {
            case TEXT, JSON -> compareTexts(other);
            case UUID -> compareBits(other, Long.compareUnsigned(high, other.high));
            case DOUBLE -> Double.compare(Double.longBitsToDouble(low), Double.longBitsToDouble(other.low));
            default -> compareBits(other, Long.compare(high, other.high));
        };
    }

    private int compareBits(Value other, int byUpper) {
        return byUpper != 0 ? byUpper : Long.compareUnsigned(low, other.low);
    }

    private int compareTexts(Value other) {
        int length = Math.min(end - begin, other.end - other.begin);
        for (int i = 0; i < length; i++) {
            char mine = text[begin + i];
            char its = other.text[other.begin + i];
            if (mine != its) {
                // Halves of a character lie below U+E000 and stand for what lies above U+FFFF.
                boolean isApart = Character.isSurrogate(mine) != Character.isSurrogate(its);
                return isApart ? Boolean.compare(Character.isSurrogate(mine), Character.isSurrogate(its)) : mine - its;
            }
        }
        return (end - begin) - (other.end - other.begin);
    }

    /** As text that the type's {@link CellParser} reads as this value again. */
    public String written(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, JSON -> new String(text, begin, end - begin);
            case INTEGER, BIGINT -> Long.toString(low);
            case DECIMAL -> new BigDecimal(unscaled(), type.scale()).toPlainString();
            case DOUBLE -> Double.toString(Double.longBitsToDouble(low));
            case BOOLEAN -> Boolean.toString(low != 0);
            case DATE -> LocalDate.ofEpochDay(low).toString();
            case TIMESTAMP -> local().toString();
            case TIMESTAMPTZ -> instant().toString();
            case UUID -> new UUID(high, low).toString();
        };
    }

    private BigInteger unscaled() {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
    }

    private LocalDateTime local() {
        return LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(Math.floorDiv(low, MICROS), Math.floorMod(low, MICROS) * NANOS_OF_MICRO);
    }
}
