package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchingThreadTest {

    private final Map<Integer, Thread> handledBy = new ConcurrentHashMap<>();

    private BatchingThread<Integer> started(CountDownLatch handled) {
        BatchingThread<Integer> lane = new BatchingThread<>("lane", 100, batch -> {
            batch.forEach(item -> handledBy.put(item, Thread.currentThread()));
            batch.forEach(item -> handled.countDown());
        });
        lane.start();
        return lane;
    }

    @Test
    void submitOrRun_whenNothingIsDone_isWorkedOffByItsCaller() throws InterruptedException {
        CountDownLatch handled = new CountDownLatch(2);
        try (BatchingThread<Integer> lane = started(handled)) {
            lane.submitOrRun(1);
            assertThat(handledBy).containsEntry(1, Thread.currentThread());

            lane.submit(2);
            handled.await();
            assertThat(handledBy.get(2)).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void submitOrRun_whileABatchIsWorkedOn_isPartOfTheNext() throws Exception {
        CyclicBarrier inTheFirst = new CyclicBarrier(2);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(3);
        try (BatchingThread<Integer> lane = new BatchingThread<>("lane", 100, batch -> {
            if (batch.contains(1)) {
                waitFor(inTheFirst, goOn);
            }
            batch.forEach(item -> handledBy.put(item, Thread.currentThread()));
            batch.forEach(item -> handled.countDown());
        })) {
            lane.start();
            lane.submit(1);
            inTheFirst.await();

            lane.submitOrRun(2);
            lane.submitOrRun(3);

            assertThat(handledBy).isEmpty();
            goOn.countDown();
            handled.await();
            assertThat(handledBy.values()).doesNotContain(Thread.currentThread());
        }
    }

    private static void waitFor(CyclicBarrier barrier, CountDownLatch latch) {
        try {
            barrier.await();
            latch.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A run would be changed by two. */
    @Test
    void batches_areWorkedOnOneAtATime_whoeverDoes() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch handled = new CountDownLatch(4 * 2_000);
        try (BatchingThread<Integer> lane = new BatchingThread<>("lane", 5, batch -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            batch.forEach(item -> handled.countDown());
        })) {
            lane.start();
            List<Thread> callers = IntStream.range(0, 4)
                    .mapToObj(caller -> new Thread(() -> call(lane)))
                    .toList();
            callers.forEach(Thread::start);

            assertThat(handled.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(most).hasValue(1);
        }
    }

    private static void call(BatchingThread<Integer> lane) {
        for (int i = 0; i < 2_000; i++) {
            if (i % 3 == 0) {
                lane.submit(i);
            } else {
                lane.submitOrRun(i);
            }
        }
    }

    @Test
    void submitOrRun_beforeItIsStarted_waits() throws InterruptedException {
        BatchingThread<Integer> lane = new BatchingThread<>(
                "lane", 100, batch -> batch.forEach(item -> handledBy.put(item, Thread.currentThread())));
        lane.submitOrRun(1);
        assertThat(handledBy).isEmpty();
        assertThat(lane.workOff(0)).isTrue();
        assertThat(handledBy).containsKey(1);
    }
}
