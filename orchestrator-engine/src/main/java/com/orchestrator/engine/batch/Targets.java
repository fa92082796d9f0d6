package com.orchestrator.engine.batch;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.find.FilterText;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.IncidentStore;
import com.orchestrator.engine.store.StoredBatch.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the runs that a batch is about, page by page as lists do, so that no look costs more than one page. */
final class Targets {

    /** Runs that are looked for at once. */
    private static final int PAGE = 1_000;

    private final WorkflowService workflows;
    private final IncidentStore incidents;

    Targets(WorkflowService workflows, IncidentStore incidents) {
        this.workflows = workflows;
        this.incidents = incidents;
    }

    /**
     * Some of the runs.
     *
     * @param next where to go on; null when there are no more
     */
    record Found(List<UUID> instanceIds, @Nullable String next) {

        Found {
            instanceIds = List.copyOf(instanceIds);
        }

        boolean isEnd() {
            return next == null;
        }
    }

    /** The next page: of a filter, the newest runs first. */
    Found behind(Order order, @Nullable String place) {
        String fingerprint = order.fingerprint();
        if (fingerprint != null) {
            return ofGroup(fingerprint, place);
        }
        RunFilter filter = FilterText.parse(String.valueOf(order.filter()), workflows::attributeTypes);
        Page<WorkflowInstance> page = workflows.listInstances(new InstanceQuery(filter, new ListQuery(PAGE, place)));
        return new Found(page.items().stream().map(WorkflowInstance::instanceId).toList(), page.next());
    }

    /** Of a group of incidents, in the order of their ids. */
    private Found ofGroup(String fingerprint, @Nullable String place) {
        UUID after = place == null ? new UUID(0, 0) : UUID.fromString(place);
        List<UUID> runs = incidents.runsOf(fingerprint, after, PAGE);
        return new Found(runs, runs.size() < PAGE ? null : runs.get(PAGE - 1).toString());
    }

    /** The first of them: as many as are wanted, or as so many pages have. */
    Found first(Order order, int wanted, int pages) {
        List<UUID> all = new ArrayList<>();
        String place = null;
        for (int page = 0; page < pages && all.size() < wanted; page++) {
            Found found = behind(order, place);
            all.addAll(found.instanceIds());
            place = found.next();
            if (place == null) {
                break;
            }
        }
        return new Found(all, place);
    }
}
