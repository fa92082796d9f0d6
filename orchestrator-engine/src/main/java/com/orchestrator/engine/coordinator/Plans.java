package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.service.RegisteredDefinition;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.ValidatedDefinition;
import com.orchestrator.engine.store.DefinitionStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compiled definitions. A revision is immutable and kept for good; which revision is the newest is asked again after a
 * second, so that a registration on another server is seen that soon.
 */
final class Plans {

    private static final long NEWEST_TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DefinitionStore store;
    private final DefinitionCompiler compiler;
    private final Map<Key, WorkflowPlan> plans = new ConcurrentHashMap<>();
    private final Map<String, Newest> newest = new ConcurrentHashMap<>();

    private record Key(String namespace, String name, int revision) {}

    private record Newest(int revision, long readAtNanos) {
        boolean isFresh() {
            return System.nanoTime() - readAtNanos < NEWEST_TRUSTED_NANOS;
        }
    }

    Plans(DefinitionStore store, DefinitionCompiler compiler) {
        this.store = store;
        this.compiler = compiler;
    }

    ValidatedDefinition validate(byte[] document) {
        CompiledDefinition compiled = compiler.compile(document);
        WorkflowPlan plan = compiled.plan();
        return new ValidatedDefinition(plan.namespace(), plan.name(), compiled.sha256(), compiled.warnings());
    }

    RegisteredDefinition register(byte[] document, String source) {
        CompiledDefinition compiled = compiler.compile(document);
        DefinitionStore.Registered registered = store.register(compiled, source);
        WorkflowPlan plan = compiled.plan().withRevision(registered.revision());
        keep(plan);
        newest.remove(nameOf(plan.namespace(), plan.name()));
        return new RegisteredDefinition(
                plan.namespace(),
                plan.name(),
                registered.revision(),
                compiled.sha256(),
                registered.created(),
                compiled.warnings());
    }

    void keep(WorkflowPlan plan) {
        plans.put(new Key(plan.namespace(), plan.name(), plan.revision()), plan);
    }

    /** The plan a new run is pinned to. */
    WorkflowPlan forStart(String namespace, String name, @Nullable Integer revision) {
        if (revision != null) {
            return get(namespace, name, revision);
        }
        Newest known = newest.get(nameOf(namespace, name));
        return known != null && known.isFresh() ? get(namespace, name, known.revision()) : loadNewest(namespace, name);
    }

    /** Revisions of the workflows that the plan's tasks run, by task id; none for most plans. */
    Map<String, Integer> childRevisions(WorkflowPlan plan) {
        Map<String, Integer> revisions = new HashMap<>();
        for (Node.Child child : plan.index().children()) {
            WorkflowPlan pinned = forStart(child.namespaceIn(plan), child.workflow(), child.revision());
            revisions.put(child.id(), pinned.revision());
        }
        return revisions;
    }

    private WorkflowPlan loadNewest(String namespace, String name) {
        StoredDefinition stored = store.find(namespace, name, Optional.empty())
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND, "There is no workflow '" + name + "' in namespace '" + namespace + "'"));
        newest.put(nameOf(namespace, name), new Newest(stored.revision(), System.nanoTime()));
        return get(namespace, name, stored.revision());
    }

    /** The plan an existing run is pinned to. */
    WorkflowPlan get(String namespace, String name, int revision) {
        Key key = new Key(namespace, name, revision);
        WorkflowPlan plan = plans.get(key);
        return plan != null ? plan : plans.computeIfAbsent(key, this::compile);
    }

    private WorkflowPlan compile(Key key) {
        StoredDefinition stored = store.find(key.namespace(), key.name(), Optional.of(key.revision()))
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND,
                        "Workflow '" + key.name() + "' in namespace '" + key.namespace() + "' has no revision "
                                + key.revision()));
        return compiler.recompile(stored.definition()).withRevision(key.revision());
    }

    private static String nameOf(String namespace, String name) {
        return namespace + "\n" + name;
    }
}
