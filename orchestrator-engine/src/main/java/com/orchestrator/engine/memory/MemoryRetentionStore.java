package com.orchestrator.engine.memory;

import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.RunTree.Member;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes away runs that have ended. */
final class MemoryRetentionStore implements RetentionStore {

    private static final RunField HOLD = new RunField.Label(LEGAL_HOLD);

    private final MemoryTables tables;

    /** What is kept beside the runs. */
    static final class Table {
        private final Set<UUID> deleted = new HashSet<>();
    }

    MemoryRetentionStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
    }

    @Override
    public List<RunTree> trees(Collection<UUID> roots) {
        synchronized (tables) {
            return roots.stream()
                    .filter(tables.instances::containsKey)
                    .map(this::tree)
                    .toList();
        }
    }

    private RunTree tree(UUID root) {
        List<InstanceRow> rows = new ArrayList<>();
        Deque<UUID> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            UUID next = open.remove();
            rows.add(MemoryTables.present(tables.instances.get(next), "a run of a tree exists", next));
            tables.instances.values().stream()
                    .filter(row -> next.equals(row.parentInstanceId()))
                    .map(InstanceRow::instanceId)
                    .forEach(open::add);
        }
        return new RunTree(
                root,
                rows.stream()
                        .map(this::member)
                        .sorted(Comparator.comparing(Member::instanceId, IdOrder.BY_BYTES))
                        .toList());
    }

    private Member member(InstanceRow row) {
        UUID parent = row.parentInstanceId();
        return new Member(
                row.instanceId(),
                parent != null && tables.instances.containsKey(parent) ? parent : null,
                row.namespace(),
                row.state(),
                row.endedAt(),
                tables.attributes.getOrDefault(row.instanceId(), Map.of()).containsKey(HOLD),
                tables.length(row.instanceId()));
    }

    @Override
    public Set<UUID> delete(Collection<RunTree> trees, @Nullable Deletion by) {
        Set<UUID> gone = new HashSet<>();
        synchronized (tables) {
            for (RunTree tree : trees) {
                if (isAsSeen(tree) && lock(tree)) {
                    tree.ids().forEach(this::forget);
                    gone.add(tree.root());
                    if (by != null) {
                        tables.retention.deleted.addAll(tree.ids());
                    }
                }
            }
            tables.locks.releaseAll(this);
        }
        return gone;
    }

    private boolean isAsSeen(RunTree tree) {
        Set<UUID> ids = Set.copyOf(tree.ids());
        return tables.instances.containsKey(tree.root())
                && tree(tree.root()).equals(tree)
                && tree.members().stream().allMatch(member -> member.endedAt() != null)
                && tables.messages.values().stream().noneMatch(message -> ids.contains(message.sender()));
    }

    private boolean lock(RunTree tree) {
        return tree.ids().stream().allMatch(id -> tables.locks.tryLock(id, this));
    }

    private void forget(UUID id) {
        InstanceRow row = tables.instances.get(id);
        tables.forget(id);
        tables.forgetProgress(id);
        tables.attributes.remove(id);
        tables.setAside.remove(id);
        tables.kept.values().removeIf(report -> report.instanceId().equals(id));
        tables.messages.values().removeIf(message -> message.receiver().equals(id));
        tables.executions
                .keySet()
                .removeIf(attempt -> ExecutionId.instanceOf(attempt).equals(id));
        tables.claims.all().stream()
                .filter(claim -> claim.instanceId().equals(id))
                .forEach(claim -> tables.claims.delete(new ClaimKey(claim.name(), id)));
        Stream.ofNullable(row).forEach(gone -> tables.jobKeys.remove(JobKey.id(gone.runId()), id));
    }

    @Override
    public int deleteEnds(Collection<UUID> instanceIds) {
        synchronized (tables) {
            List<UUID> there =
                    instanceIds.stream().filter(tables.jobEnds::containsKey).toList();
            there.forEach(tables::forgetEnd);
            return there.size();
        }
    }

    @Override
    public boolean wasDeleted(UUID instanceId) {
        synchronized (tables) {
            return tables.retention.deleted.contains(instanceId);
        }
    }
}
