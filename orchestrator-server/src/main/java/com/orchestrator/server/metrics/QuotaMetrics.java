package com.orchestrator.server.metrics;

import com.orchestrator.server.metrics.Scrape.Type;
import com.orchestrator.server.quota.Quota;
import com.orchestrator.server.quota.Quotas;
import java.util.Map;

/** What was refused because of quotas; never whose it was, of which there is no end. */
public final class QuotaMetrics implements MetricsSource {

    private static final String REFUSED = "orchestrator_quota_refusals_total";
    private static final String HELD = "orchestrator_requests_held";

    private final Quotas quotas;

    public QuotaMetrics(Quotas quotas) {
        this.quotas = quotas;
    }

    @Override
    public void tell(Scrape scrape) {
        scrape.metric(REFUSED, Type.COUNTER, "Requests, and items of batches, that were more than a quota allows.");
        for (Quota quota : Quota.values()) {
            scrape.sample(REFUSED, Map.of("quota", quota.key()), quotas.refused(quota));
        }
        scrape.metric(HELD, Type.GAUGE, "Requests that wait now: polls, waits for a result, streams.")
                .sample(HELD, Map.of(), quotas.held());
    }
}
