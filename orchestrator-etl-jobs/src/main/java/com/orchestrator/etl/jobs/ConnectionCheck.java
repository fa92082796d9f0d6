package com.orchestrator.etl.jobs;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.etl.EtlConnectionSpec;
import com.orchestrator.api.model.Payload;
import com.orchestrator.etl.jobs.Plugins.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether what somebody says is a connection. */
final class ConnectionCheck {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");

    private final Plugins plugins;
    private final ConfigJudge judge;

    ConnectionCheck(Plugins plugins, ConfigJudge judge) {
        this.plugins = plugins;
        this.judge = judge;
    }

    /** @throws OrchestratorException {@code CONNECTION_INVALID} with every fault */
    void require(String name, EtlConnectionSpec spec) {
        List<Problem.Detail> faults = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            faults.add(ConfigJudge.fault(
                    "/name",
                    "is no name of a connection",
                    "a letter, then up to 99 letters, digits, '-', '_' and '.'"));
        }
        Payload config = spec.config();
        if (config == null) {
            faults.add(ConfigJudge.fault("/config", "'config' is missing", null));
        }
        Optional<Payload> schema = plugins.schema(spec.type(), Side.CONNECTION);
        if (schema.isEmpty()) {
            faults.add(ConfigJudge.fault(
                    "/type",
                    spec.type() == null ? "'type' is missing" : "there are no connections to '" + spec.type() + "'",
                    plugins.known(Side.CONNECTION)));
        } else if (config != null) {
            faults.addAll(judge.faults(schema.get(), config.tree(), "/config"));
        }
        if (!faults.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.CONNECTION_INVALID,
                    "This is no connection: "
                            + faults.stream()
                                    .map(fault -> fault.pointer() + " " + fault.detail())
                                    .collect(Collectors.joining("; ")),
                    faults);
        }
    }
}
