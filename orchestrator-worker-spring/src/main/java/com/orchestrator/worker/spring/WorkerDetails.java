package com.orchestrator.worker.spring;

import com.orchestrator.worker.WorkerHealth;
import java.util.LinkedHashMap;
import java.util.Map;

/** What health says beside up and down. */
final class WorkerDetails {

    private WorkerDetails() {}

    static Map<String, Object> of(WorkerHealth health) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", health.state());
        details.put("connected", health.connected());
        details.put("running", health.running());
        details.put("maxConcurrent", health.maxConcurrent());
        if (!health.problem().isEmpty()) {
            details.put("problem", health.problem());
        }
        return details;
    }
}
