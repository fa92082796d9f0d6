package com.orchestrator.projections.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Works batch after batch of one shard in, on a thread of its own, until it is stopped or the shard is lost. */
final class ShardWork implements Runnable {

    private static final Logger LOG = System.getLogger(ShardWork.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final ShardStep step;
    private final Duration poll;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    ShardWork(ShardStep step, Duration poll) {
        this.step = step;
        this.poll = poll;
    }

    @Override
    public void run() {
        try {
            boolean mine = true;
            while (mine && stopping.getCount() > 0) {
                mine = once();
            }
            if (mine) {
                step.release();
            }
        } catch (SQLException e) {
            LOG.log(Level.WARNING, step.name() + " could not be let go; it will be taken when this worker is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** False when the shard is somebody else's. */
    private boolean once() throws InterruptedException {
        try {
            ShardStep.Next next = step.run();
            if (next == ShardStep.Next.WAIT) {
                pause(poll);
            }
            return next != ShardStep.Next.LOST;
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.WARNING, step.name() + " does not get on for now", e);
            say(e);
            pause(AFTER_FAILURE);
            return true;
        }
    }

    /** As far as the tables can be reached. */
    private void say(Exception why) {
        try {
            step.cannot(why);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, step.name() + " cannot be written down", e);
        }
    }

    private void pause(Duration time) throws InterruptedException {
        boolean ignored = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** After the batch that is under way. */
    void stop() {
        stopping.countDown();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    boolean awaitEnd(Duration time) throws InterruptedException {
        return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
