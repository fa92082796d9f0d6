package com.orchestrator.connectors.type;

/** Reads the text of a cell as a value of its type, exactly or not at all. */
@FunctionalInterface
public interface CellParser {

    /**
     * @param text where the cell is, from {@code begin} to before {@code end}
     * @param into filled only if there is a value
     * @throws BadCellException if the text is no such value, or would lose something as one
     */
    void parse(char[] text, int begin, int end, Value into) throws BadCellException;

    static CellParser of(ColumnType type, TextForm form) {
        return switch (type.kind()) {
            case TEXT -> Texts::text;
            case JSON -> Texts::json;
            case UUID -> Texts::uuid;
            case BOOLEAN -> Texts::bool;
            case INTEGER -> Numbers::integer;
            case BIGINT -> Numbers::bigint;
            case DOUBLE -> new Decimals(type, form.decimal())::real;
            case DECIMAL -> new Decimals(type, form.decimal())::decimal;
            case DATE -> new Dates(form.dates())::date;
            case TIMESTAMP -> Times::timestamp;
            case TIMESTAMPTZ -> Times::instant;
        };
    }
}
