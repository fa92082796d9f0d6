package com.orchestrator.engine.store;

/** What the engine relies on, whatever the store is made of. Both stores pass every test of it. */
public abstract class EngineStoreContract
        implements RunStoreContract,
                LockContract,
                LeaseStoreContract,
                MessageContract,
                ReadStoreContract,
                FindContract,
                DefinitionStoreContract,
                WatchStoreContract,
                LogStoreContract,
                FleetContract,
                SetAsideContract,
                IncidentContract,
                LimitStoreContract,
                BreakerContract,
                ScheduleStoreContract,
                ClaimContract,
                RuleContract,
                AdoptionContract,
                FeedContract,
                RetentionStoreContract,
                RetentionRulesContract,
                ArchiveContract,
                JobStoreContract,
                JobRunsContract,
                ScheduledJobsContract {}
