package com.orchestrator.router.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.router.BrokerQueue;
import java.util.List;

/** Queues of the broker as a column. */
final class BrokerQueues {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BrokerQueues() {}

    static String write(List<BrokerQueue> queues) {
        try {
            return JSON.writeValueAsString(queues);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("These queues are no JSON", e);
        }
    }

    static List<BrokerQueue> read(String column) {
        try {
            return List.of(JSON.readValue(column, BrokerQueue[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The queues of the broker cannot be read", e);
        }
    }
}
