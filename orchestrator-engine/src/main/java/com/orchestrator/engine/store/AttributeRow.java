package com.orchestrator.engine.store;

import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A label or an attribute of a run, by which the run is found.
 *
 * @param value null when the run has it no more
 * @param listedAt when the run started, or was made if it has not: where it stands in lists
 */
public record AttributeRow(
        UUID instanceId, RunField field, @Nullable FieldValue value, Instant listedAt) {}
