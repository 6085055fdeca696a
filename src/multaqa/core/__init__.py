"""What every app stands on: access, actions and their audit log, multilingual fields, errors, exports."""
