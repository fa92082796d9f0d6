package com.orchestrator.testkit;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.StartWorkflowRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The least there is to run: one task {@code a}, which waits in queue {@code work}. */
public final class OneTaskWorkflow {

    private static final String DOCUMENT = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: %s
            tasks:
              - { id: a, task: work }
            """;

    private OneTaskWorkflow() {}

    public static byte[] document(String name) {
        return String.format(Locale.ROOT, DOCUMENT, name).getBytes(StandardCharsets.UTF_8);
    }

    /** For a run of the first revision of any workflow of that name in the same namespace. */
    public static StartWorkflowRequest request(String name, String runId) {
        return new StartWorkflowRequest("test", name, runId, Payload.EMPTY_OBJECT, Map.of(), null, 1, null, null);
    }
}
