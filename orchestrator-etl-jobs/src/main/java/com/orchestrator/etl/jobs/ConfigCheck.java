package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.model.Payload;
import com.orchestrator.etl.jobs.Plugins.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether half of a job is one: a plugin and its configuration, which a connection may complete. */
final class ConfigCheck {

    /** Of a configuration: the name of the connection that says the rest. */
    static final String CONNECTION = "connection";

    private final Plugins plugins;
    private final ConfigJudge judge;
    private final Function<String, Optional<EtlConnection>> connections;

    /** @param connections those that there are, by name */
    ConfigCheck(Plugins plugins, ConfigJudge judge, Function<String, Optional<EtlConnection>> connections) {
        this.plugins = plugins;
        this.judge = judge;
        this.connections = connections;
    }

    List<Problem.Detail> faults(Side side, @Nullable String type, @Nullable Payload config) {
        List<Problem.Detail> faults = new ArrayList<>();
        String place = "/" + side.word() + "_config";
        if (config == null) {
            faults.add(ConfigJudge.fault(place, "'" + side.word() + "_config' is missing", null));
        }
        Optional<Payload> schema = plugins.schema(type, side);
        if (schema.isEmpty()) {
            String field = side.word() + "_type";
            faults.add(ConfigJudge.fault(
                    "/" + field,
                    type == null ? "'" + field + "' is missing" : "there is no " + side.word() + " '" + type + "'",
                    plugins.known(side)));
        } else if (config != null) {
            faults.addAll(
                    config.tree().path(CONNECTION).isMissingNode()
                            ? judge.faults(schema.get(), config.tree(), place)
                            : connectedFaults(schema.get(), String.valueOf(type), config.tree(), place));
        }
        return faults;
    }

    private List<Problem.Detail> connectedFaults(Payload schema, String type, JsonNode config, String pointer) {
        String place = pointer + "/" + CONNECTION;
        if (plugins.schema(type, Side.CONNECTION).isEmpty()) {
            return List.of(ConfigJudge.fault(
                    place, "there are no connections to '" + type + "'", plugins.known(Side.CONNECTION)));
        }
        JsonNode named = config.path(CONNECTION);
        EtlConnection connection =
                named.isTextual() ? connections.apply(named.asText()).orElse(null) : null;
        if (connection == null) {
            return List.of(ConfigJudge.fault(
                    place, "there is no connection " + named, "PUT /api/v1/etl/connections/NAME makes one"));
        }
        if (!connection.type().equals(type)) {
            return List.of(ConfigJudge.fault(
                    place, "connection '" + connection.name() + "' is to '" + connection.type() + "'", null));
        }
        return completedFaults(schema, connection, (ObjectNode) config, pointer);
    }

    /** A field is said in one place, so that nobody has to know which one counts. */
    private List<Problem.Detail> completedFaults(
            Payload schema, EtlConnection connection, ObjectNode config, String pointer) {
        List<Problem.Detail> twice = new ArrayList<>();
        ObjectNode whole = config.deepCopy();
        whole.remove(CONNECTION);
        connection.config().tree().properties().forEach(said -> {
            if (whole.has(said.getKey())) {
                twice.add(ConfigJudge.fault(
                        pointer + "/" + said.getKey(),
                        "connection '" + connection.name() + "' says '" + said.getKey() + "' already",
                        "leave it out here"));
            }
            whole.set(said.getKey(), said.getValue());
        });
        return twice.isEmpty() ? judge.faults(schema, whole, pointer) : twice;
    }
}
