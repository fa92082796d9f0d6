-- What a caller called a run of his that no calendar asks for: who asks again by that name is answered with the same time.
ALTER TABLE schedule_fires ADD COLUMN trigger_id VARCHAR(255);
CREATE UNIQUE INDEX uk_schedule_fires_trigger ON schedule_fires (namespace, schedule_name, trigger_id)
    WHERE trigger_id IS NOT NULL;

-- Who has changed a schedule; append-only, and written with its row locked. Stays when the schedule is deleted.
CREATE TABLE schedule_changes (
    namespace VARCHAR(255) COLLATE "C" NOT NULL,
    schedule_name VARCHAR(255) COLLATE "C" NOT NULL,
    change_number BIGINT NOT NULL CHECK (change_number > 0),
    changed_at TIMESTAMPTZ NOT NULL,
    action VARCHAR(20) NOT NULL CHECK (action IN ('SET', 'PAUSED', 'RESUMED', 'FAILED', 'DELETED')),
    actor VARCHAR(255),
    note TEXT,
    spec TEXT,
    PRIMARY KEY (namespace, schedule_name, change_number)
);

COMMENT ON COLUMN schedule_changes.actor IS 'Null when nobody did: a schedule that paused itself';
COMMENT ON COLUMN schedule_changes.spec IS 'JSON, what is so since then; null when it was deleted';
