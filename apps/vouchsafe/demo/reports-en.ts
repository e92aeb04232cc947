import type { DemoReport } from "./report.ts";

export const ENGLISH: readonly DemoReport[] = [
  {
    key: "neighbour",
    channel: "tell",
    received: "2026-09-10",
    text: `I live across the courtyard from number 14, Bridge Street. On Tuesday 8 September 2026, before it was light, a grey van without number plates stopped at the second entrance.

Up to six men in dark uniforms went up. After some ten minutes they brought down Radan, the teacher from the third floor. His hands were tied behind his back. One of them struck him in the side with the butt of a rifle when he called out to his sister.

I could not see any badge. The van left in the direction of the Darovo road. Please do not write down which window I saw it from.`,
  },
  {
    key: "courier",
    channel: "web",
    received: "2026-09-12",
    title: "Orlava Courier: Family says teacher was taken from his flat",
    text: `ORLAVA. A schoolteacher has not been seen since Tuesday, when men in unmarked uniforms came to his flat on Bridge Street, his family says.

According to his sister, six men arrived in a grey van at about five in the morning and said they had questions that would take ten minutes. The district police told her they were holding nobody of that name.

The Courier was not able to speak to anyone else who saw what happened.`,
  },
  {
    key: "ministry",
    channel: "document",
    received: "2026-09-18",
    title: "Ministry of Order: statement to the press",
    text: `Ministry of Order of the Republic of Verania
Statement to the press, 17 September 2026

The Ministry of Order has never held a person by the name of Ostrevi, and there is no unofficial place of custody anywhere in the country.

Those who spread such tales are paid for it by people who wish Verania ill.

Colonel Vasik Durmel, spokesman`,
  },
  {
    key: "medic",
    channel: "in-person",
    received: "2026-09-28",
    title: "Notes of a conversation with a medic",
    text: `The medic saw the student Lemi Harvash on the evening of 25 September 2026, two hours after he came home.

Both soles were swollen and dark, with straight marks about two fingers wide. There were rub wounds around both wrists. In the medic's view the marks on the soles come from repeated blows with something straight and hard and cannot come from a fall.

The medic has photographs and will hand them over when the family agrees. She asks that her name and her clinic stay out of everything.`,
  },
  {
    key: "partner",
    channel: "partner",
    received: "2026-10-03",
    title: "Three Lamps Fund: note on the Darovo brickworks",
    text: `Shared in confidence. We have heard from relatives in three districts that the closed brickworks outside Darovo has been used to hold people since August 2026.

Relatives speak of up to 20 men at a time. We have not been able to speak to anyone who was inside ourselves; what we know of the inside comes from one released man, who we believe is also in touch with you.`,
  },
  {
    key: "letter",
    channel: "document",
    received: "2026-10-11",
    title: "Letter left with her lawyer by Yusra Belkand, dated 30 September 2026",
    text: `Orlava, 30 September 2026

My name is Yusra Belkand and I am a pharmacist. I am well, I am free, and nobody is telling me what to write.

For three weeks I have put down, for those who asked me, the injuries of young men who came home. Last week a car stood before my shop each night.

Should I be arrested, and should I then sign a paper or say before a camera that I dealt in anything, take it that they made me. I will say it is true only when I can say it at home with my door open.

Signed before two witnesses, T. and A.`,
  },
  {
    key: "governor",
    channel: "web",
    received: "2026-10-13",
    title: "Office of the Governor: answer to a question at the weekly briefing",
    text: `Question: Can the Governor say where the teacher from Bridge Street is?

Answer (Orsan Kleth, for the Governor): Our information is that this citizen left the country by his own choice on 12 September 2026 through the Lorva crossing. We wish him well. On the other matter I have nothing to add.`,
  },
  {
    key: "prosecutor",
    channel: "document",
    received: "2026-10-20",
    title: "Copy of the family's letter to the Prosecutor, with the answer",
    text: `To the Prosecutor of the City of Orlava. 21 September 2026.
We ask you to open a case on the abduction of Radan Ostrevi on 8 September and to inspect the former brickworks at Darovo.

Answer, 19 October 2026: No grounds were found for opening a case. The premises named are not in use.`,
  },
  {
    key: "students",
    channel: "tell",
    received: "2026-11-12",
    text: `Since Monday three students from our hostel do not answer their phones. The warden told us to mind our exams. I have their names but I am afraid to write them here. How can I give them to you?`,
  },
];
