package com.orchestrator.engine.store;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs, and the definitions they are pinned to, as lines of text that outlive the store: one line of JSON each. */
public interface ArchiveText {

    String write(ArchivedRun run);

    String write(ArchivedDefinition definition);

    /**
     * Reads a line, and holds its events to their hash.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code ARCHIVE_INVALID} when it is none, or of a form that is not known
     */
    Archived read(String line);

    /** What a line tells of. */
    sealed interface Archived permits ArchivedRun, ArchivedDefinition {}

    /**
     * A run with its whole history.
     *
     * @param parent the run that has started it; null when none has
     * @param revision 0 for a job, which brings its plan along
     */
    record ArchivedRun(
            UUID instanceId,
            @Nullable UUID parent,
            String namespace,
            String workflow,
            int revision,
            String runId,
            WorkflowState state,
            List<Entry> events)
            implements Archived {

        public ArchivedRun {
            events = List.copyOf(events);
        }
    }

    /** @param source the text as it was registered */
    record ArchivedDefinition(String namespace, String workflow, int revision, String sha256, String source)
            implements Archived {}
}
