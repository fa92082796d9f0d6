package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.NotableStates;
import com.orchestrator.engine.find.RunCursor;
import com.orchestrator.engine.find.RunFacts;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run in memory is found by. */
record MemoryRunFacts(InstanceRow row, @Nullable Incident incident, Map<RunField, FieldValue> attributes, Instant now)
        implements RunFacts {

    private static final Comparator<RunCursor> IN_ORDER =
            Comparator.comparing(RunCursor::listedAt).thenComparing(RunCursor::instanceId, IdOrder.BY_BYTES);

    static Comparator<RunCursor> order(boolean ascending) {
        return ascending ? IN_ORDER : IN_ORDER.reversed();
    }

    static RunCursor place(InstanceRow row) {
        return new RunCursor(Objects.requireNonNullElse(row.startedAt(), row.createdAt()), row.instanceId());
    }

    @Override
    public @Nullable FieldValue valueOf(RunField field) {
        if (!(field instanceof RunField.Column column)) {
            return attributes.get(field);
        }
        return switch (column) {
            case STATE -> text(row.state().name());
            case NAMESPACE -> text(row.namespace());
            case WORKFLOW -> text(row.workflow());
            case RUN_ID -> text(row.runId());
            case REVISION -> new FieldValue.Number(BigDecimal.valueOf(row.revision()));
            case PRIORITY -> text("P" + row.priority().ordinal());
            case CODE -> NotableStates.ALL.contains(row.state()) ? text(code()) : null;
            case STARTED_AT -> moment(row.startedAt());
            case ENDED_AT -> moment(row.endedAt());
            case AGE_SECONDS -> age();
            case PARENT -> parent(row.parentInstanceId());
        };
    }

    private @Nullable String code() {
        Cause cause = row.cause();
        return incident != null && row.endedAt() == null ? incident.code() : cause == null ? null : cause.code();
    }

    private FieldValue age() {
        Duration age = Duration.between(place(row).listedAt(), now);
        return new FieldValue.Number(BigDecimal.valueOf(age.toMillis(), 3));
    }

    private static @Nullable FieldValue text(@Nullable String value) {
        return value == null ? null : new FieldValue.Text(value);
    }

    private static @Nullable FieldValue moment(@Nullable Instant value) {
        return value == null ? null : new FieldValue.Moment(value);
    }

    private static @Nullable FieldValue parent(@Nullable UUID value) {
        return value == null ? null : text(value.toString());
    }
}
