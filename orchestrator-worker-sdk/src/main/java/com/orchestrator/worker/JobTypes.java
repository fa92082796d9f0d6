package com.orchestrator.worker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What classes say about the jobs they stand for. */
final class JobTypes {

    private JobTypes() {}

    static JobType of(Class<?> job) {
        JobType type = job.getAnnotation(JobType.class);
        if (type == null) {
            throw new IllegalArgumentException(job.getName() + " is no job: it has no @JobType");
        }
        return type;
    }

    /** The classes that values of a sealed type can have, however deep its hierarchy is. */
    static Set<Class<?>> permitted(Class<?> sealed) {
        if (!sealed.isSealed()) {
            throw new IllegalArgumentException(sealed.getName() + " is not sealed, so nobody knows all of its jobs");
        }
        Set<Class<?>> leaves = new LinkedHashSet<>();
        List<Class<?>> open = new ArrayList<>(List.of(sealed.getPermittedSubclasses()));
        while (!open.isEmpty()) {
            Class<?> next = open.remove(open.size() - 1);
            if (next.isSealed()) {
                open.addAll(List.of(next.getPermittedSubclasses()));
            } else {
                leaves.add(next);
            }
        }
        return leaves;
    }
}
