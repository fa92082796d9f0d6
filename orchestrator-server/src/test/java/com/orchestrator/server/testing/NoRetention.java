package com.orchestrator.server.testing;

import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.RetentionService;

/** Nothing goes among the fakes: whoever wants it to asks a {@link com.orchestrator.server.wiring.OwnEngine}. */
final class NoRetention implements RetentionService {

    @Override
    public void deleteRun(Command<ControlRequest> command) {
        throw new UnsupportedOperationException("No retention among the fakes");
    }
}
