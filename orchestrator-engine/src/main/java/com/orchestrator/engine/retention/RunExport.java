package com.orchestrator.engine.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent.WorkflowStarted;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.store.ArchiveText;
import com.orchestrator.engine.store.ArchiveText.ArchivedDefinition;
import com.orchestrator.engine.store.ArchiveText.ArchivedRun;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.RunTree.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Trees of runs as lines: first the definitions that they are pinned to, with all revisions before, so that these get the same numbers
 * elsewhere; then the runs.
 */
final class RunExport {

    private static final Comparator<List<String>> BY_NAME =
            Comparator.<List<String>, String>comparing(name -> name.get(0)).thenComparing(name -> name.get(1));

    private final EngineStore store;

    RunExport(EngineStore store) {
        this.store = store;
    }

    /** A run with all that it has started. */
    List<String> of(UUID instanceId) {
        List<RunTree> trees = store.retention().trees(List.of(instanceId));
        if (trees.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "There is no instance " + instanceId
                            + (store.reads().findInstance(instanceId).isPresent()
                                    ? " that has rows of its own; a job that keeps no history has nothing to export"
                                    : ""));
        }
        return of(trees);
    }

    List<String> of(Collection<RunTree> trees) {
        Map<UUID, List<Entry>> histories = store.retention().histories(RunTree.ids(trees));
        ArchiveText text = store.retention().archiveText();
        Map<List<String>, Integer> revisions = new TreeMap<>(BY_NAME);
        List<String> runs = new ArrayList<>();
        for (RunTree tree : trees) {
            for (Member member : tree.members()) {
                List<Entry> history = histories.getOrDefault(member.instanceId(), List.of());
                if (!history.isEmpty() && history.get(0).event() instanceof WorkflowStarted started) {
                    runs.add(text.write(run(member, started, history)));
                    revisions.merge(List.of(started.namespace(), started.workflow()), started.revision(), Math::max);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        revisions.forEach((name, newest) -> {
            for (int revision = 1; revision <= newest; revision++) {
                store.definitions()
                        .find(name.get(0), name.get(1), Optional.of(revision))
                        .ifPresent(definition -> lines.add(text.write(archived(definition))));
            }
        });
        lines.addAll(runs);
        return lines;
    }

    private static ArchivedRun run(Member member, WorkflowStarted started, List<Entry> history) {
        return new ArchivedRun(
                member.instanceId(),
                started.parent() == null ? null : started.parent().instanceId(),
                started.namespace(),
                started.workflow(),
                started.revision(),
                started.runId(),
                member.state(),
                history);
    }

    private static ArchivedDefinition archived(StoredDefinition definition) {
        return new ArchivedDefinition(
                definition.namespace(),
                definition.name(),
                definition.revision(),
                definition.sha256(),
                definition.source());
    }
}
