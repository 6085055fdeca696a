"""Groups' meetings: agendas, documents, delegations, decisions."""
