package com.orchestrator.connectors.type;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column, written as in a job: {@code text}, {@code decimal(10,2)}, … Precision and scale are those of a
 * decimal, and 0 for all others.
 */
public record ColumnType(Kind kind, int precision, int scale) {

    /** Digits of the widest decimal that every target holds exactly. */
    public static final int MAX_PRECISION = 38;

    public static final ColumnType TEXT = new ColumnType(Kind.TEXT, 0, 0);

    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");

    /** With the names that DuckDB and PostgreSQL give them; a decimal's have its precision and scale behind. */
    public enum Kind {
        TEXT("VARCHAR", "text"),
        INTEGER("INTEGER", "integer"),
        BIGINT("BIGINT", "bigint"),
        DECIMAL("DECIMAL", "numeric"),
        DOUBLE("DOUBLE", "double precision"),
        BOOLEAN("BOOLEAN", "boolean"),
        DATE("DATE", "date"),
        TIMESTAMP("TIMESTAMP", "timestamp without time zone"),
        TIMESTAMPTZ("TIMESTAMP WITH TIME ZONE", "timestamp with time zone"),
        UUID("UUID", "uuid"),
        /** Kept as the text it came as. */
        JSON("VARCHAR", "json");

        private final String duckdb;
        private final String postgres;

        Kind(String duckdb, String postgres) {
            this.duckdb = duckdb;
            this.postgres = postgres;
        }
    }

    public ColumnType {
        if (kind == Kind.DECIMAL && (precision < 1 || precision > MAX_PRECISION || scale > precision)) {
            throw new IllegalArgumentException("decimal(p,s) has p of 1 to " + MAX_PRECISION + ", and s of 0 to p");
        }
    }

    /**
     * @throws IllegalArgumentException if no type is written like this; its message says which there are
     */
    @JsonCreator
    public static ColumnType of(String text) {
        String written = text.strip().toLowerCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(written);
        if (decimal.matches()) {
            return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.DECIMAL && kind.name().toLowerCase(Locale.ROOT).equals(written)) {
                return new ColumnType(kind, 0, 0);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no type; there are text, integer, bigint, decimal(p,s),"
                + " double, boolean, date, timestamp, timestamptz, uuid, json");
    }

    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale);
    }

    /** Whether rows have an order by it that a next run can start from. */
    public boolean isOrdered() {
        return kind != Kind.JSON && kind != Kind.BOOLEAN && kind != Kind.DOUBLE;
    }

    public String duckdb() {
        return kind.duckdb + digits();
    }

    public String postgres() {
        return kind.postgres + digits();
    }

    private String digits() {
        return kind == Kind.DECIMAL ? "(" + precision + "," + scale + ")" : "";
    }

    @JsonValue
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + digits();
    }
}
