package com.orchestrator.server.rest.param;

import com.orchestrator.api.webhook.WebhookDelivery;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.json.Suggestion;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state of deliveries, as {@code state=DEAD}. */
public record DeliveryState(WebhookDelivery.State state) {

    private static final List<String> NAMES =
            Arrays.stream(WebhookDelivery.State.values()).map(Enum::name).toList();

    public static DeliveryState fromString(String text) {
        if (!NAMES.contains(text)) {
            throw Refusals.invalid(
                    "/state",
                    "'" + text + "' is not a state of a delivery",
                    Suggestion.hint(text, NAMES).orElse("known are " + String.join(", ", NAMES)));
        }
        return new DeliveryState(WebhookDelivery.State.valueOf(text));
    }

    public static WebhookDelivery.@Nullable State value(@Nullable DeliveryState parameter) {
        return parameter == null ? null : parameter.state();
    }
}
