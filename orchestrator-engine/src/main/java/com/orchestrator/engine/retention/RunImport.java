package com.orchestrator.engine.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.service.ImportedRuns;
import com.orchestrator.engine.service.RegisteredDefinition;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.ArchiveText.Archived;
import com.orchestrator.engine.store.ArchiveText.ArchivedDefinition;
import com.orchestrator.engine.store.ArchiveText.ArchivedRun;
import com.orchestrator.engine.store.EngineStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Takes back what {@link RunExport} has written. All lines are read before anything is done; then each run is a transaction of its own,
 * so that a fault in the middle leaves whole runs, and the same text can be sent again.
 */
final class RunImport {

    private final EngineStore store;
    private final WorkflowService workflows;
    private final Predicate<ArchivedRun> take;

    /** @param take whether a run was not there; refuses one that cannot be taken */
    RunImport(EngineStore store, WorkflowService workflows, Predicate<ArchivedRun> take) {
        this.store = store;
        this.workflows = workflows;
        this.take = take;
    }

    ImportedRuns of(String text, String actor) {
        Map<Integer, Archived> lines = new TreeMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                int at = number;
                lines.put(at, onLine(at, () -> store.retention().archiveText().read(line)));
            }
        }
        int[] counts = new int[3];
        lines.forEach((at, archived) -> onLine(at, () -> {
            if (archived instanceof ArchivedDefinition definition) {
                counts[2] += register(definition, actor) ? 1 : 0;
            } else if (archived instanceof ArchivedRun run) {
                counts[take.test(run) ? 0 : 1]++;
            }
            return archived;
        }));
        return new ImportedRuns(counts[0], counts[1], counts[2]);
    }

    private interface Step {
        Archived run();
    }

    /** Whoever is refused is told the line. */
    private static Archived onLine(int line, Step step) {
        try {
            return step.run();
        } catch (OrchestratorException refusal) {
            OrchestratorException placed = new OrchestratorException(
                    refusal.code(),
                    "Line " + line + ": " + refusal.getMessage(),
                    List.of(new Problem.Detail("", line, 1, String.valueOf(refusal.getMessage()), null)));
            placed.initCause(refusal);
            throw placed;
        }
    }

    /** @return whether it was not there */
    private boolean register(ArchivedDefinition definition, String actor) {
        Optional<StoredDefinition> there = store.definitions()
                .find(definition.namespace(), definition.workflow(), Optional.of(definition.revision()));
        if (there.isPresent()) {
            check(definition, there.get().revision(), there.get().sha256());
            return false;
        }
        RegisteredDefinition registered =
                workflows.registerWorkflow(definition.source().getBytes(StandardCharsets.UTF_8), actor);
        check(definition, registered.revision(), registered.sha256());
        return true;
    }

    private static void check(ArchivedDefinition archived, int revision, String sha256) {
        if (revision != archived.revision() || !sha256.equals(archived.sha256())) {
            throw new OrchestratorException(
                    ErrorCode.ARCHIVE_INVALID,
                    "Revision " + archived.revision() + " of workflow " + archived.namespace() + "/"
                            + archived.workflow()
                            + " is another definition here; import into a database where the namespace has no such workflow");
        }
    }
}
