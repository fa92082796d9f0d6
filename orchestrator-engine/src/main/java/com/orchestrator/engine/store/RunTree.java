package com.orchestrator.engine.store;

import com.orchestrator.api.model.WorkflowState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run and all that it has started, as it stood at one moment. It is deleted whole or not at all: a child that has completed can be
 * undone for as long as its parent can.
 *
 * @param members the root among them
 */
public record RunTree(UUID root, List<Member> members) {

    /**
     * One run.
     *
     * @param parent the run that has started it; null when none has, or it is there no more
     * @param endedAt null while it goes on
     * @param isHeld whether a label keeps it
     * @param sequenceNumber its last event
     */
    public record Member(
            UUID instanceId,
            @Nullable UUID parent,
            String namespace,
            WorkflowState state,
            @Nullable Instant endedAt,
            boolean isHeld,
            long sequenceNumber) {}

    public RunTree {
        members = List.copyOf(members);
    }

    public Member rootMember() {
        return members.stream()
                .filter(member -> member.instanceId().equals(root))
                .findFirst()
                .orElseThrow();
    }

    public List<UUID> ids() {
        return members.stream().map(Member::instanceId).toList();
    }

    /** All runs of some trees. */
    public static List<UUID> ids(Collection<RunTree> trees) {
        return trees.stream().flatMap(tree -> tree.ids().stream()).toList();
    }

    /** Events of all its runs, about as many rows as have to be deleted. */
    public long events() {
        return members.stream().mapToLong(Member::sequenceNumber).sum();
    }
}
