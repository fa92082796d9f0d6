package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.Column;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.duckdb.DuckDBReadableVector;

/**
 * How the values of a column go to a column of the table.
 *
 * @param expression what is read of the package, in its SQL
 * @param form how one that is not NULL is written
 */
record Field(String expression, Form form) {

    private static final String EPOCH = "946684800000000";

    interface Form {
        void put(DuckDBReadableVector values, long row, CopyBuffer out);
    }

    /**
     * @param tableType one that holds every value of the column's type
     */
    static Field of(Column column, String tableType) {
        String name = Sql.name(column.name());
        return switch (column.type().kind()) {
            case TEXT, JSON -> new Field(name, tableType.equals("jsonb") ? Field::jsonb : Field::text);
            case INTEGER -> whole(name + "::BIGINT", tableType);
            case BIGINT -> whole(name, tableType);
            case DECIMAL -> new Field(name, decimal(new Numeric()));
            case DOUBLE ->
                new Field(
                        name,
                        (values, row, out) ->
                                out.putLength(Double.BYTES).putLong(Double.doubleToRawLongBits(values.getDouble(row))));
            case BOOLEAN ->
                new Field(name, (values, row, out) -> out.putLength(1).putByte(values.getBoolean(row) ? 1 : 0));
            // Days and microseconds since 2000.
            case DATE -> new Field("(" + name + " - DATE '2000-01-01')::BIGINT", Field::int4);
            case TIMESTAMP, TIMESTAMPTZ -> new Field("epoch_us(" + name + ") - " + EPOCH, Field::int8);
            case UUID -> new Field(name + "::VARCHAR", Field::uuid);
        };
    }

    private static Field whole(String expression, String tableType) {
        return new Field(
                expression,
                switch (tableType) {
                    case "integer" -> Field::int4;
                    case "bigint" -> Field::int8;
                    default -> {
                        Numeric numeric = new Numeric();
                        yield (values, row, out) -> numeric.put(BigDecimal.valueOf(values.getLong(row)), out);
                    }
                });
    }

    private static Form decimal(Numeric numeric) {
        return (values, row, out) -> numeric.put(values.getBigDecimal(row), out);
    }

    private static void int4(DuckDBReadableVector values, long row, CopyBuffer out) {
        out.putLength(Integer.BYTES).putInt((int) values.getLong(row));
    }

    private static void int8(DuckDBReadableVector values, long row, CopyBuffer out) {
        out.putLength(Long.BYTES).putLong(values.getLong(row));
    }

    private static void text(DuckDBReadableVector values, long row, CopyBuffer out) {
        byte[] text = values.getString(row).getBytes(StandardCharsets.UTF_8);
        out.putLength(text.length).put(text);
    }

    /** Behind the number of the form's version. */
    private static void jsonb(DuckDBReadableVector values, long row, CopyBuffer out) {
        byte[] text = values.getString(row).getBytes(StandardCharsets.UTF_8);
        out.putLength(1 + text.length).putByte(1).put(text);
    }

    private static void uuid(DuckDBReadableVector values, long row, CopyBuffer out) {
        UUID id = UUID.fromString(values.getString(row));
        out.putLength(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
}
