package com.orchestrator.router;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.router.store.RouterStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that does nothing but lead when it can; each line it prints is a term in which it was sure of that, and its name. */
public final class LeaderProcess {

    private LeaderProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        PostgresConfig database = new PostgresConfig(arguments[0], arguments[1], arguments[2], 2, true);
        RouterStore store = RouterOnPostgres.store(database);
        Leadership leadership = new Leadership(
                store,
                Node.named(arguments[3], new SecureRandom()),
                Duration.ofMillis(Long.parseLong(arguments[4])),
                () -> LeaderWord.NONE,
                System::nanoTime);
        leadership.start();
        CountDownLatch never = new CountDownLatch(1);
        Long last = null;
        while (!never.await(5, TimeUnit.MILLISECONDS)) {
            Long term = leadership.term();
            if (term != null && !term.equals(last)) {
                System.out.println(term + " " + arguments[3]);
            }
            last = term;
        }
    }
}
