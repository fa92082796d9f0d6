package com.orchestrator.server.metrics;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.router.BrokerQueue;
import com.orchestrator.router.ClusterView;
import com.orchestrator.router.RouterFigures;
import com.orchestrator.router.RouterService;
import com.orchestrator.server.metrics.Scrape.Type;
import java.util.List;
import java.util.Map;

/** Leader, workers and broker of the job router. While the database does not answer there is nothing to say of them. */
public final class RouterMetrics implements MetricsSource {

    private final RouterService router;

    public RouterMetrics(RouterService router) {
        this.router = router;
    }

    @Override
    public void tell(Scrape scrape) {
        RouterFigures figures;
        try {
            figures = router.figures();
        } catch (OrchestratorException unavailable) {
            return;
        }
        ClusterView cluster = figures.cluster();
        one(scrape, Type.GAUGE, "orchestrator_router_term", "Term of the job router's leader.", cluster.term());
        one(
                scrape,
                Type.GAUGE,
                "orchestrator_router_leader",
                "1 on the server that leads the job router.",
                cluster.role() == ClusterView.Role.LEADER ? 1 : 0);
        one(
                scrape,
                Type.GAUGE,
                "orchestrator_router_workers",
                "Workers of the job router heard of within 30 s.",
                figures.workersAlive());
        one(
                scrape,
                Type.GAUGE,
                "orchestrator_router_dispatches_open",
                "Attempts that the job router has shared out among workers and that are not reported yet.",
                figures.dispatchesOpen());
        RouterFigures.Bridge bridge = figures.bridge();
        if (bridge != null) {
            write(scrape, bridge);
            write(scrape, cluster.word().queues());
        }
    }

    private static void write(Scrape scrape, List<BrokerQueue> queues) {
        Scrape messages = scrape.metric(
                "orchestrator_router_broker_messages", Type.GAUGE, "Messages that wait in a queue of the broker.");
        queues.forEach(queue -> messages.sample(
                "orchestrator_router_broker_messages", Map.of("queue", queue.name()), queue.messages()));
    }

    private static void write(Scrape scrape, RouterFigures.Bridge bridge) {
        one(
                scrape,
                Type.GAUGE,
                "orchestrator_router_broker_connected",
                "1 while this server publishes.",
                bridge.isConnected() ? 1 : 0);
        one(
                scrape,
                Type.GAUGE,
                "orchestrator_router_broker_blocked",
                "1 while the broker takes nothing.",
                bridge.isBlocked() ? 1 : 0);
        one(
                scrape,
                Type.GAUGE,
                "orchestrator_router_broker_unconfirmed",
                "Attempts taken out of the engine that the broker has not confirmed.",
                bridge.unconfirmed());
        one(scrape, Type.COUNTER, "orchestrator_router_published_total", "Messages published.", bridge.published());
        one(scrape, Type.COUNTER, "orchestrator_router_returned_total", "Messages sent back.", bridge.returned());
        one(scrape, Type.COUNTER, "orchestrator_router_status_taken_total", "Reports taken.", bridge.statusTaken());
        one(
                scrape,
                Type.COUNTER,
                "orchestrator_router_status_refused_total",
                "Reports refused.",
                bridge.statusRefused());
        one(scrape, Type.COUNTER, "orchestrator_router_dead_letters_total", "Dead letters.", bridge.deadLetters());
    }

    private static void one(Scrape scrape, Type type, String name, String help, double value) {
        scrape.metric(name, type, help).sample(name, Map.of(), value);
    }
}
