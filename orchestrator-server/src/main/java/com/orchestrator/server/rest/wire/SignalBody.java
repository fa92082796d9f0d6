package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.request.KeyedSignal;
import com.orchestrator.api.request.SignalRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of messages to runs whose id the sender does not know. An absent payload is JSON null. */
public final class SignalBody {

    private SignalBody() {}

    /** To all runs of a key. */
    public record ByKey(
            @Nullable String namespace,
            @Nullable String name,
            @Nullable String key,
            @Nullable String signalId,
            @Nullable Payload payload) {

        public KeyedSignal toRequest() {
            return new KeyedSignal(
                    Required.value(namespace, "namespace"),
                    Required.value(name, "name"),
                    Required.value(key, "key"),
                    signalId,
                    orNull(payload));
        }
    }

    /** To a run that is started when it is not there, which takes a name of the caller's. */
    public record WithStart(
            @Nullable String runId,
            @Nullable Payload input,
            @Nullable Map<String, String> labels,
            @Nullable Priority priority,
            @Nullable Integer revision,
            @Nullable Message signal) {

        public StartWorkflowRequest toStart(String namespace, String workflow) {
            return new StartBody(Required.value(runId, "runId"), input, labels, priority, revision, null)
                    .toRequest(namespace, workflow);
        }

        public SignalRequest toSignal() {
            Message said = Required.value(signal, "signal");
            String signalId = said.signalId() == null ? null : Required.name(said.signalId(), "signal/signalId");
            return new SignalRequest(Required.name(said.name(), "signal/name"), signalId, orNull(said.payload()));
        }
    }

    /** The message itself. */
    public record Message(
            @Nullable String name,
            @Nullable String signalId,
            @Nullable Payload payload) {}

    /** The runs that have it. */
    public record Taken(List<UUID> instanceIds) {}

    private static Payload orNull(@Nullable Payload payload) {
        return payload == null ? Payload.NULL : payload;
    }
}
