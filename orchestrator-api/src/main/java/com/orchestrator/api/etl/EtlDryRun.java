package com.orchestrator.api.etl;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, found out on the first rows of its source. Nothing was written.
 *
 * @param plan what would become of the target, in the order in which it would
 * @param columns of the rows, with their types; a first load would freeze them
 * @param changes of the source against what is frozen, in words
 * @param rows the first ones, a text or null for each column
 * @param rejected the first ones that do not fit
 * @param rowsRead that were looked at
 * @param rowsRejected of these
 * @param rowsKnown of these: not beyond the cursor, so not loaded again
 * @param complete whether the source has no more rows than were looked at; else later ones may tell otherwise
 * @param errorCode what the run would end with; null when nothing speaks against it, as is the message
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EtlDryRun(
        List<String> plan,
        List<Column> columns,
        List<String> changes,
        List<List<@Nullable String>> rows,
        List<Rejected> rejected,
        long rowsRead,
        long rowsRejected,
        long rowsKnown,
        boolean complete,
        @Nullable String errorCode,
        @Nullable String errorMessage) {

    public EtlDryRun {
        plan = List.copyOf(plan);
        columns = List.copyOf(columns);
        changes = List.copyOf(changes);
        rejected = List.copyOf(rejected);
        rows = rows.stream().map(EtlDryRun::kept).toList();
    }

    /** One that came to an end before it had found out anything. */
    public static EtlDryRun refused(String code, String message) {
        return new EtlDryRun(List.of(), List.of(), List.of(), List.of(), List.of(), 0, 0, 0, false, code, message);
    }

    /** {@code List.copyOf} takes no null. */
    private static List<@Nullable String> kept(List<@Nullable String> cells) {
        return Collections.unmodifiableList(new ArrayList<>(cells));
    }

    /** A column as it would be. */
    public record Column(String name, String type) {}

    /**
     * A row that does not fit.
     *
     * @param line where it begins in its file, or its number
     * @param column the first that does not fit; empty when it is the row as a whole
     * @param fields what it was
     */
    public record Rejected(long line, String column, String reason, List<String> fields) {

        public Rejected {
            fields = List.copyOf(fields);
        }
    }
}
