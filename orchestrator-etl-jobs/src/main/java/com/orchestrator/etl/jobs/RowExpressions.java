package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.expression.ExpressionSyntaxException;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of a job that make a row for its loader out of one of its extractor, which they know as {@code row}. Servers judge them by
 * this, and workers compute by it.
 *
 * @param columns of the rows that are made; empty when they have those of the source
 * @param where which rows there are; null when there are all
 */
public record RowExpressions(List<Made> columns, @Nullable Condition where) {

    /** What a row is called. */
    public static final String ROW = "row";

    private static final Payload SCHEMA = schema();
    private static final Pattern COLUMN =
            Pattern.compile("\\s*row(?:\\.([A-Za-z_]\\w*)|\\[\\s*([\"'])([^\"'\\\\]+)\\2\\s*])\\s*");

    /** The language takes a while to make, and many jobs have none. */
    private static final class Shared {
        static final ExpressionCompiler COMPILER = new ExpressionCompiler().with(Set.of(ROW));
    }

    /**
     * A column that is made.
     *
     * @param type as jobs write it; null when it is that of the column that is copied
     * @param copied the column of the source that the value is, and nothing but that; null when it is computed
     */
    public record Made(
            String name, @Nullable String type, @Nullable String copied, Template value) {}

    private static Payload schema() {
        try (InputStream file = Objects.requireNonNull(RowExpressions.class.getResourceAsStream("rows.json"))) {
            return Payload.ofTree(JsonMapper.builder().build().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param transform as the job has it
     * @param faults gets all that is wrong, with its place; nothing of what is returned may be used then
     */
    public static RowExpressions read(JsonNode transform, List<Problem.Detail> faults) {
        List<Made> columns = new ArrayList<>();
        List<Problem.Detail> wrong = new ConfigJudge().faults(SCHEMA, transform, "/transform");
        faults.addAll(wrong);
        Condition where = null;
        if (wrong.isEmpty()) {
            for (int at = 0; at < transform.path("columns").size(); at++) {
                collect(transform.path("columns").get(at), "/transform/columns/" + at, columns, faults);
            }
            if (transform.has("where")) {
                where = compiled(
                        "/transform/where", transform.path("where").asText(), Shared.COMPILER::condition, faults);
            }
        }
        return new RowExpressions(List.copyOf(columns), where);
    }

    private static void collect(JsonNode column, String pointer, List<Made> columns, List<Problem.Detail> faults) {
        String text = column.path("value").asText();
        String type = column.path("type").asText(null);
        String copied = copied(text);
        Template value = compiled(pointer + "/value", text, Shared.COMPILER::value, faults);
        if (type == null && copied == null) {
            faults.add(ConfigJudge.fault(
                    pointer + "/type",
                    "'type' is missing",
                    "only what is nothing but a column of the row keeps its type"));
        }
        if (value != null) {
            columns.add(new Made(column.path("name").asText(), type, copied, value));
        }
    }

    private static @Nullable String copied(String value) {
        Matcher column = COLUMN.matcher(value);
        if (!column.matches()) {
            return null;
        }
        return column.group(1) == null ? column.group(3) : column.group(1);
    }

    private interface Compilation<T> {
        T of(String text) throws ExpressionSyntaxException;
    }

    private static <T> @Nullable T compiled(
            String pointer, String text, Compilation<T> compilation, List<Problem.Detail> faults) {
        try {
            return compilation.of(text);
        } catch (ExpressionSyntaxException wrong) {
            faults.add(new Problem.Detail(
                    pointer, 1, wrong.offset() + 1, String.valueOf(wrong.getMessage()), wrong.hint()));
            return null;
        }
    }
}
