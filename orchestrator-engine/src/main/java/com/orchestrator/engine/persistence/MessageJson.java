package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.persistence.sql.LoadMessages.MessageRow;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What runs tell each other ⇄ rows. */
public final class MessageJson {

    private static final Map<String, Class<?>> TYPES = Arrays.stream(RunMessage.Body.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(MessageJson::nameOf, Function.identity()));

    private MessageJson() {}

    private static String nameOf(Class<?> type) {
        return type.getSimpleName().toUpperCase(Locale.ROOT);
    }

    public static MessageRow row(RunMessage message) {
        return new MessageRow(
                message.receiver(),
                message.sender(),
                message.sequenceNumber(),
                nameOf(message.body().getClass()),
                EventJson.print(message.body()),
                message.payload() == null ? null : message.payload().bytes());
    }

    public static RunMessage message(MessageRow row) {
        return new RunMessage(
                row.receiver(),
                row.sender(),
                row.sequenceNumber(),
                body(row),
                row.payload() == null ? null : Payload.ofJson(row.payload()));
    }

    private static RunMessage.Body body(MessageRow row) {
        Class<?> type = TYPES.get(row.type());
        if (type == null) {
            throw new InvariantViolation("Unknown message " + row.type() + ": was it told by a newer server?");
        }
        return (RunMessage.Body) EventJson.parse(row.data(), type);
    }
}
