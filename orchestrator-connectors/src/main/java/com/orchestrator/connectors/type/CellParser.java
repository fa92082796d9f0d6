package com.orchestrator.connectors.type;

/** Reads the text of a cell as a value of its type, exactly or not at all. */
@FunctionalInterface
public interface CellParser {

    /**
     * What the value is in Java: {@code String} for text and JSON, {@code Integer}, {@code Long}, {@code BigDecimal},
     * {@code Double}, {@code Boolean}, {@code LocalDate}, {@code LocalDateTime}, {@code Instant}, {@code UUID}. All but
     * the last four compare as their column orders.
     *
     * @throws BadCellException if the text is no such value, or would lose something as one
     */
    Comparable<?> parse(String text) throws BadCellException;

    static CellParser of(ColumnType type, TextForm form) {
        return switch (type.kind()) {
            case TEXT -> Texts::text;
            case JSON -> Texts::json;
            case UUID -> Texts::uuid;
            case BOOLEAN -> Texts::bool;
            case INTEGER -> Numbers::integer;
            case BIGINT -> Numbers::bigint;
            case DOUBLE -> text -> Numbers.real(Numbers.plain(text, form.decimal()));
            case DECIMAL -> text -> Numbers.decimal(Numbers.plain(text, form.decimal()), type);
            case DATE -> text -> Times.date(text, form.dates());
            case TIMESTAMP -> Times::timestamp;
            case TIMESTAMPTZ -> Times::instant;
        };
    }
}
