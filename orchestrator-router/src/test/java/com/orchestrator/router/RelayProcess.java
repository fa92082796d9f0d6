package com.orchestrator.router;

import com.orchestrator.engine.persistence.PostgresConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that relays to the broker when it leads; each line it prints is a term in which the database says that it does. */
public final class RelayProcess {

    /** What a killed one has taken and not written down is given out again after as long. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private RelayProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        PostgresConfig database = new PostgresConfig(arguments[0], arguments[1], arguments[2], 6, true);
        RouterService router = new RouterOnPostgres(database, arguments[3], arguments[4], PATIENCE).router();
        CountDownLatch never = new CountDownLatch(1);
        long last = 0;
        while (!never.await(20, TimeUnit.MILLISECONDS)) {
            ClusterView view = router.cluster();
            if (view.role() == ClusterView.Role.LEADER && view.term() != last) {
                last = view.term();
                System.out.println(last + " " + arguments[3]);
            }
        }
    }
}
