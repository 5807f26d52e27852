"""Headers as exports and hand-made lists have them, each column with the field that it fills; empty: none."""

HEADERS: dict[str, dict[str, str]] = {
    "a learning plan system": {
        "User ID": "educator", "Last Name": "", "First Name": "", "Activity ID": "id", "Activity Title": "title",
        "Activity Type": "kind", "Start Date": "started", "End Date": "completed", "Hours": "amount.hour",
        "Status": "review.decision", "Location": "",
    },
    "a sheet kept by hand in a school": {
        "Payroll No.": "educator", "What they did": "title", "Date": "completed", "How Long": "amount",
        "Strand": "tags",
    },
    "a list by badges": {
        "Badge": "educator", "Digital badge": "title", "Date earned": "completed", "Hours": "amount.hour",
    },
    "its approvals": {
        "Employee Number": "educator", "Employee Name": "", "Building": "", "Form Name": "", "Activity Title": "title",
        "Provider": "provider", "Approved Date": "review.decided", "Credits": "amount.credit", "Credit Type": "",
        "Final Approval": "review.decision",
    },
    "a personnel system": {
        "EmployeeID": "educator", "CourseNumber": "", "CourseTitle": "title", "SectionStartDate": "started",
        "SectionEndDate": "completed", "CreditHours": "amount.hour", "CreditType": "",
        "CompletionStatus": "review.decision",
    },
    "a survey of events": {
        "email": "educator", "Event name": "title", "Event date": "completed", "Duration (minutes)": "amount.minute",
        "Attendance status": "facts.attended", "Reflection": "reflection", "Learning goal": "goal.title",
    },
    "online safety courses": {
        "Employee #": "educator", "First": "", "Last": "", "Course": "title", "Date Completed": "completed",
        "Score": "", "Time Spent (min)": "amount.minute", "Certificate URL": "evidence.link",
    },
    "a workshop system": {
        "Emp. ID": "educator", "Workshop Title": "title", "Session Date": "completed", "Credit Hrs.": "amount.hour",
        "Credit Type": "", "Attended?": "facts.attended",
    },
    "a state's transcript": {
        "EDUCATOR_ID": "educator", "OFFERING_TITLE": "title", "SPONSOR_NAME": "provider",
        "COMPLETION_DT": "completed", "CLOCK_HRS": "amount.hour",
    },
    "another state's": {
        "PPID": "educator", "Course/Activity Title": "title", "Provider Name": "provider",
        "Act 48 Hours": "amount.hour", "Date of Completion": "completed",
    },
    "a third state's": {
        "TEA ID": "educator", "CPE Activity": "title", "Provider #": "", "CPE Hours": "amount.hour",
        "Activity Date": "completed",
    },
    "a list by hand": {
        "Teacher": "educator", "What did you do?": "title", "When": "completed", "Hrs": "amount.hour",
        "Link to evidence": "evidence.link", "What I learned": "reflection",
    },
    "a form": {
        "Timestamp": "entered", "Email Address": "educator", "Name of PD activity": "title", "Type of PD": "kind",
        "Date(s) of activity": "completed", "Number of hours": "amount.hour",
        "Reflection: how will you use it?": "reflection", "Evidence Link": "evidence.link",
    },
    "Spanish": {
        "Núm. de empleado": "educator", "Título de la actividad": "title", "Tipo de actividad": "kind",
        "Fecha de finalización": "completed", "Horas": "amount.hour", "Proveedor": "provider",
        "Reflexión": "reflection", "Enlace de evidencia": "evidence.link", "Estado": "review.decision",
    },
    "Spanish without accents, in capitals": {
        "DOCENTE": "educator", "TITULO": "title", "TIPO": "kind", "FECHA": "completed", "TOTAL DE HORAS": "amount.hour",
    },
    "a program's names": {
        "employeeNumber": "educator", "activityTitle": "title", "pdType": "kind", "dateCompleted": "completed",
        "ceus": "amount.ceu", "approvedBy": "review.reviewer", "approvedDate": "review.decided",
    },
    "capitals and underscores": {
        "STAFF_ID": "educator", "PD_TYPE": "kind", "ACTIVITY_TITLE": "title", "END_DATE": "completed",
        "CLOCK_HOURS": "amount.hour", "STATUS": "review.decision", "REFLECTION": "reflection",
        "EVIDENCE_LINK": "evidence.link",
    },
    "a byte order mark": {
        "\ufeffEmployee #": "educator", "Activity Title": "title", "PD Type": "kind", "Hrs": "amount.hour",
    },
    "continuing education": {
        "Certification #": "educator", "CEUs": "amount.ceu", "Course Name": "title", "Completed On": "completed",
        "Institution": "provider",
    },
    "badges": {
        "Earner Email": "educator", "Badge Name": "title", "Issuer": "provider", "Issued On": "completed",
        "Badge URL": "evidence.link",
    },
    "names of a data standard": {
        "StaffMemberIdentifier": "educator", "ProfessionalDevelopmentActivityTitle": "title",
        "PROFESSIONAL_DEVELOPMENT_ACTIVITY_HOURS": "amount.hour",
    },
    "misspelt": {
        "Employe ID": "educator", "Actvity Title": "title", "Date Complted": "completed", "Clok Hours": "amount.hour",
        "Refelction": "reflection",
    },
    "our own": {
        "educator": "educator", " amount.hour ": "amount.hour", "facts.mood": "facts.mood", "goal.title": "goal.title",
        "title": "title",
    },
    "nothing to go by": {"": "", "???": "", "Col1": "", "Favourite colour": "", "Birth Date": "", "Hire date": ""},
}  # fmt: skip
