package com.orchestrator.server.wiring;

import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.engine.service.EngineMetrics;
import com.orchestrator.engine.service.FeedService;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.IncidentService;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WebhookService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.etl.jobs.EtlService;
import com.orchestrator.router.RouterService;
import com.orchestrator.server.audit.AuditLog;
import com.orchestrator.server.keys.ServerKeys;
import com.orchestrator.server.projection.ProjectionService;
import com.orchestrator.server.tokens.TokenDirectory;

/** What the server needs of an engine; the seam at which tests put fakes. */
public interface Engine extends AutoCloseable {

    WorkflowService workflowService();

    JobService jobService();

    TaskService taskService();

    FleetService fleetService();

    LimitService limitService();

    ScheduleService scheduleService();

    FeedService feedService();

    BatchService batchService();

    RetentionService retentionService();

    IncidentService incidentService();

    WebhookService webhookService();

    EncryptionService encryptionService();

    RouterService router();

    EtlService etlService();

    ProjectionService projectionService();

    /** What servers sign with. */
    ServerKeys keys();

    /** Who has changed what. */
    AuditLog audit();

    /** Tokens that servers make. */
    TokenDirectory tokens();

    EngineMetrics metrics();

    /** Whether traces of its runs are sent. */
    boolean isTraced();

    /** Whether the database answers now; quick, also when it does not. */
    boolean isDatabaseUp();

    /** JSON Schema of definitions. */
    String workflowSchema();

    @Override
    void close();
}
