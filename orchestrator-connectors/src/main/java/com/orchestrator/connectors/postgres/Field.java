package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.column.PageValues;
import com.orchestrator.connectors.type.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;

/** How a value of a package that is not NULL goes to a column of the table. */
@FunctionalInterface
interface Field {

    /** From 1970 to 2000, where PostgreSQL begins to count. */
    int DAYS = 10_957;

    long MICROS = 946_684_800_000_000L;

    void put(PageValues value, CopyBuffer out);

    /**
     * @param tableType one that holds every value of the column's type
     */
    static Field of(ColumnType type, String tableType) {
        return switch (type.kind()) {
            case TEXT, JSON -> tableType.equals("jsonb") ? Field::jsonb : Field::text;
            case INTEGER, BIGINT -> whole(tableType);
            case DECIMAL -> decimal(type.scale());
            case DOUBLE -> Field::int8;
            case BOOLEAN -> (value, out) -> out.putLength(1).putByte((int) value.low());
            case DATE -> (value, out) -> out.putLength(Integer.BYTES).putInt((int) value.low() - DAYS);
            case TIMESTAMP, TIMESTAMPTZ ->
                (value, out) -> out.putLength(Long.BYTES).putLong(value.low() - MICROS);
            case UUID ->
                (value, out) ->
                        out.putLength(2 * Long.BYTES).putLong(value.high()).putLong(value.low());
        };
    }

    private static Field whole(String tableType) {
        return switch (tableType) {
            case "integer" -> (value, out) -> out.putLength(Integer.BYTES).putInt((int) value.low());
            case "bigint" -> Field::int8;
            default -> {
                Numeric numeric = new Numeric();
                yield (value, out) -> numeric.put(BigDecimal.valueOf(value.low()), out);
            }
        };
    }

    private static Field decimal(int scale) {
        Numeric numeric = new Numeric();
        return (value, out) -> {
            if (value.isWide()) {
                numeric.put(new BigDecimal(wide(value.high(), value.low()), scale), out);
            } else {
                numeric.put(value.low(), scale, out);
            }
        };
    }

    private static BigInteger wide(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).or(new BigInteger(Long.toUnsignedString(low)));
    }

    private static void int8(PageValues value, CopyBuffer out) {
        out.putLength(Long.BYTES).putLong(value.low());
    }

    private static void text(PageValues value, CopyBuffer out) {
        out.putLength(value.textLength()).put(value.bytes(), value.textBegin(), value.textLength());
    }

    /** Behind the number of the form's version. */
    private static void jsonb(PageValues value, CopyBuffer out) {
        out.putLength(1 + value.textLength()).putByte(1).put(value.bytes(), value.textBegin(), value.textLength());
    }
}
