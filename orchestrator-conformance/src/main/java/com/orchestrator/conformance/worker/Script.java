package com.orchestrator.conformance.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What workers are to do, and all they were given, in order. */
public final class Script {

    private final Map<String, List<Act>> acts = new ConcurrentHashMap<>();
    private final List<Job> jobs = new CopyOnWriteArrayList<>();

    /**
     * @param label of a task, such as {@code charge}, {@code charge#2} or {@code charge:undo}
     * @param inOrder for its deliveries; the last is for all that follow
     */
    public void on(String label, Act... inOrder) {
        acts.put(label, List.of(inOrder));
    }

    /** What to do with it: what was said of it, or of its task in whatever iteration and round, or simply to do it. */
    synchronized Act next(Job job) {
        long before =
                jobs.stream().filter(other -> other.key().equals(job.key())).count();
        jobs.add(job);
        String ofAnyIteration = job.task().path("taskId").asText() + (job.isUndo() ? ":undo" : "");
        List<Act> inOrder = acts.getOrDefault(job.label(), acts.getOrDefault(ofAnyIteration, List.of(Act.does())));
        return inOrder.get((int) Math.min(before, inOrder.size() - 1L));
    }

    public List<Job> jobs() {
        return List.copyOf(jobs);
    }
}
