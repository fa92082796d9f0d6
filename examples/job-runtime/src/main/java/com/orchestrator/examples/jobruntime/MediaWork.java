package com.orchestrator.examples.jobruntime;

import com.orchestrator.worker.JobType;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes as long as if it did the jobs, and sees how many it does at once: of a workload, and for a library. */
final class MediaWork {

    private final Map<String, Together> together = new ConcurrentHashMap<>();
    private final Duration effort;

    MediaWork(Duration effort) {
        this.effort = effort;
    }

    void work(MediaJob job) throws InterruptedException {
        String workload = job.getClass().getAnnotation(JobType.class).workload();
        of(workload).at(() -> of(job.entityId()).at(this::takeTime));
    }

    private Together of(String what) {
        return together.computeIfAbsent(what, any -> new Together());
    }

    private void takeTime() throws InterruptedException {
        if (new CountDownLatch(1).await(effort.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody counts this down");
        }
    }

    /** How many there were at most, by workload and by library. */
    Map<String, Integer> most() {
        Map<String, Integer> most = new TreeMap<>();
        together.forEach((what, count) -> most.put(what, count.most()));
        return most;
    }
}
