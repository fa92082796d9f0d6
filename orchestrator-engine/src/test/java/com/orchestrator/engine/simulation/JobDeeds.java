package com.orchestrator.engine.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What workers have done for jobs, and taken back. A key can be that of another job when the first one has left nothing. */
final class JobDeeds implements Deeds {

    private final Map<UUID, List<Hand>> hands = new TreeMap<>();
    private final Set<UUID> standing = new HashSet<>();
    private final Set<String> leases = new HashSet<>();

    @Override
    public void delivered(Hand hand) {
        String lease = hand.task.executionId() + " " + hand.task.fenceToken();
        if (!leases.add(lease)) {
            throw new AssertionError("3.1: one token was given out twice: " + hand);
        }
        handsOf(hand.task.instanceId()).add(hand);
    }

    @Override
    public void happened(Hand hand) {
        if (hand.isForward()) {
            standing.add(hand.task.instanceId());
        } else {
            standing.remove(hand.task.instanceId());
        }
    }

    /** Nobody asks about jobs before they are tried again. */
    @Override
    public boolean stands(String key) {
        return false;
    }

    boolean stands(UUID job) {
        return standing.contains(job);
    }

    /** In which there was work of the job, in the order in which it was handed out. */
    List<Hand> handsOf(UUID job) {
        return hands.computeIfAbsent(job, id -> new ArrayList<>());
    }
}
