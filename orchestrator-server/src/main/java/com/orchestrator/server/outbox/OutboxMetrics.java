package com.orchestrator.server.outbox;

import com.orchestrator.api.fleet.OutboxState;
import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.api.fleet.OutboxStatus.Backlog;
import com.orchestrator.server.metrics.MetricsSource;
import com.orchestrator.server.metrics.Scrape;
import com.orchestrator.server.metrics.Scrape.Type;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What stands in the outboxes that servers relay, by their schemas, of which there are as many as the settings name. */
public final class OutboxMetrics implements MetricsSource {

    private static final String HANDED_OVER = "orchestrator_outbox_handed_over_total";
    private static final String LEADS = "orchestrator_outbox_leads";

    private final Outboxes outboxes;

    public OutboxMetrics(Outboxes outboxes) {
        this.outboxes = outboxes;
    }

    @Override
    public void tell(Scrape scrape) {
        List<OutboxStatus> all = outboxes.all();
        if (all.isEmpty()) {
            return;
        }
        scrape.metric(HANDED_OVER, Type.COUNTER, "Messages of outboxes that this server has handed over.");
        all.forEach(one -> scrape.sample(HANDED_OVER, labels(one), one.handedOver()));
        scrape.metric(LEADS, Type.GAUGE, "1 on the server that hands over.");
        all.forEach(one -> scrape.sample(LEADS, labels(one), one.state() == OutboxState.LEADS ? 1 : 0));
        each(scrape, all, "waiting", "Messages of outboxes that are not handed over yet.", Backlog::waiting);
        each(scrape, all, "refused", "Messages of outboxes that a person has to look at.", Backlog::refused);
        each(
                scrape,
                all,
                "oldest_seconds",
                "How long the oldest message that waits in an outbox has waited.",
                Backlog::oldestSeconds);
    }

    /** Nothing of an outbox that this server has not seen. */
    private static void each(
            Scrape scrape, List<OutboxStatus> all, String name, String help, ToDoubleFunction<Backlog> value) {
        String metric = "orchestrator_outbox_" + name;
        scrape.metric(metric, Type.GAUGE, help);
        for (OutboxStatus one : all) {
            Backlog backlog = one.backlog();
            if (backlog != null) {
                scrape.sample(metric, labels(one), value.applyAsDouble(backlog));
            }
        }
    }

    private static Map<String, String> labels(OutboxStatus outbox) {
        return Map.of("schema", outbox.schema());
    }
}
