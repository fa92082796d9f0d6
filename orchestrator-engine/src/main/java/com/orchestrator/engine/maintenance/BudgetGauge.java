package com.orchestrator.engine.maintenance;

import com.orchestrator.api.limit.Budget;
import com.orchestrator.engine.coordinator.CurrentLimits;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.store.PermitStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks how much of budgets is in use, for whoever watches figures. Asks nothing while nobody has set one. */
public final class BudgetGauge implements Chore {

    /** Workloads are names that definitions and jobs make up: figures are kept of so many. */
    private static final int SHOWN_MAX = 100;

    private final CurrentLimits limits;
    private final PermitStore permits;
    private final Sightings sightings;

    public BudgetGauge(CurrentLimits limits, PermitStore permits, Sightings sightings) {
        this.limits = limits;
        this.permits = permits;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return "budget-gauge";
    }

    /** One that is set and of which nothing is in use is 0, unless there are too many others. */
    @Override
    public int runOnce(int limit) {
        List<RuleName> set = limits.budgets();
        Map<RuleName, Long> used = new HashMap<>();
        if (!set.isEmpty()) {
            used.putAll(permits.budgets(SHOWN_MAX));
            set.stream().limit(SHOWN_MAX - used.size()).forEach(rule -> used.putIfAbsent(rule, 0L));
            used.remove(RuleName.budget(Budget.DEFAULT_WORKLOAD));
        }
        sightings.budgetsAre(used);
        return 0;
    }
}
