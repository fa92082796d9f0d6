package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads for user code. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RampingPoolTest {

    private static final int BOUND = 64;

    private final RampingPool pool = new RampingPool(
            step -> {
                Thread thread = new Thread(step, "ramping");
                thread.setDaemon(true);
                thread.setUncaughtExceptionHandler((dead, why) -> {});
                return thread;
            },
            BOUND);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void tasksThatWaitForEachOther_allRun_upToTheBound() throws Exception {
        CyclicBarrier all = new CyclicBarrier(BOUND + 1);
        for (int i = 0; i < BOUND; i++) {
            pool.execute(() -> meet(all));
        }
        all.await();
    }

    @Test
    void boundIsKept_andWhatIsBeyondRunsLater() throws Exception {
        CyclicBarrier full = new CyclicBarrier(BOUND + 1);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch beyond = new CountDownLatch(1);
        for (int i = 0; i < BOUND; i++) {
            pool.execute(() -> {
                meet(full);
                await(go);
            });
        }
        full.await();
        pool.execute(beyond::countDown);

        assertThat(beyond.await(50, TimeUnit.MILLISECONDS)).isFalse();
        go.countDown();
        beyond.await();
    }

    @Test
    void manyShortTasks_runEachOnce_onFewThreads() throws Exception {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(20_000);
        for (int i = 0; i < 20_000; i++) {
            int number = i;
            pool.execute(() -> {
                assertThat(done.add(number)).isTrue();
                all.countDown();
            });
        }
        all.await();
        assertThat(done).hasSize(20_000);
    }

    @Test
    void taskThatThrows_takesNoThreadWithIt() throws Exception {
        for (int i = 0; i < 10 * BOUND; i++) {
            pool.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
        }
        tasksThatWaitForEachOther_allRun_upToTheBound();
    }

    @Test
    void shutdownNow_givesBackWhatHasNotBegun_andInterruptsTheRest() throws Exception {
        CyclicBarrier full = new CyclicBarrier(BOUND + 1);
        CountDownLatch interrupted = new CountDownLatch(BOUND);
        for (int i = 0; i < BOUND; i++) {
            pool.execute(() -> {
                meet(full);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
        }
        full.await();
        Runnable never = () -> {};
        pool.execute(never);

        assertThat(pool.shutdownNow()).containsExactly(never);
        interrupted.await();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
