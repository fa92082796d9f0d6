package com.orchestrator.examples.jobruntime;

import com.orchestrator.examples.jobruntime.MediaJob.IndexDocument;
import com.orchestrator.examples.jobruntime.MediaJob.ProcessFile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does the jobs, or takes as long as if it did. */
public final class MediaWork {

    private final Together heavy = new Together();
    private final Together light = new Together();
    private final Duration effort;

    public MediaWork(Duration effort) {
        this.effort = effort;
    }

    /** @return the length of the path, for want of a real file */
    public int process(ProcessFile job) throws InterruptedException {
        return heavy.at(() -> takeTime(job.path().length()));
    }

    public void index(IndexDocument job) throws InterruptedException {
        light.at(() -> takeTime(job.content().length()));
    }

    private <T> T takeTime(T result) throws InterruptedException {
        boolean isOver = !new CountDownLatch(1).await(effort.toMillis(), TimeUnit.MILLISECONDS);
        if (!isOver) {
            throw new IllegalStateException("Nobody counts this down");
        }
        return result;
    }

    public Together heavy() {
        return heavy;
    }

    public Together light() {
        return light;
    }
}
